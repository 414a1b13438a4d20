/** Methods in which one network makes or changes parts of a graph and another judges them. */
@NullMarked
package org.selfsup.adversarial.graph;

import org.jspecify.annotations.NullMarked;
