/** Graphs: vectors of nodes, learnt by predicting what is near them. */
@NullMarked
package org.selfsup.generative.graph;

import org.jspecify.annotations.NullMarked;
