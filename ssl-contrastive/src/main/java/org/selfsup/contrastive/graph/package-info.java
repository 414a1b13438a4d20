/** Contrast of graphs and of their nodes, by views of them. */
@NullMarked
package org.selfsup.contrastive.graph;

import org.jspecify.annotations.NullMarked;
