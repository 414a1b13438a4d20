/** Contrast by clusters: samples of one cluster are alike, those of others are not. */
@NullMarked
package org.selfsup.contrastive.cluster;

import org.jspecify.annotations.NullMarked;
