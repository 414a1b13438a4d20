/** Methods that learn from giving back a graph: its edges, or the features of its nodes. */
@NullMarked
package org.selfsup.generative.graph;

import org.jspecify.annotations.NullMarked;
