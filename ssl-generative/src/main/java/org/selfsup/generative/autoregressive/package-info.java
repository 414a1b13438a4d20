/**
 * Autoregressive models: the likelihood of a sample as a product over its values, each given those
 * before it.
 *
 * <p>A {@link org.selfsup.generative.autoregressive.PixelDistribution} says what one pixel is
 * distributed like, a {@link org.selfsup.generative.autoregressive.PixelModel} trains and samples;
 * a method is the network between.
 */
@NullMarked
package org.selfsup.generative.autoregressive;

import org.jspecify.annotations.NullMarked;
