/** Graphs: nodes learn by giving back edges and features, or by predicting what is near them. */
@NullMarked
package org.selfsup.generative.graph;

import org.jspecify.annotations.NullMarked;
