/** Clusters of rows of floats: k-means, and the whitening that goes before it. */
@NullMarked
package org.selfsup.cluster;

import org.jspecify.annotations.NullMarked;
