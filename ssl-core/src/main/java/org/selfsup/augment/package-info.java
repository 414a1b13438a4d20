/**
 * Random transformations of one sample, their composition, and the views a task sees.
 *
 * <p>Pictures: a {@link org.selfsup.augment.Crop} turns 8-bit samples into a {@link
 * org.selfsup.augment.PlanarImage}, {@link org.selfsup.augment.ImageTransform}s change it in place,
 * {@link org.selfsup.augment.ImageViews} puts the results of any number of {@link
 * org.selfsup.augment.ImagePipeline}s into batches. Operations follow torchvision's on float
 * tensors to 1e-5; nothing is rounded to 8 bits in between. Nothing is allocated per picture but a
 * few small objects, and no lock is taken.
 *
 * <p>Sound: a {@link org.selfsup.augment.Segment} cuts samples out of a waveform, {@link
 * org.selfsup.augment.WaveTransform}s change them in place, {@link org.selfsup.augment.LogMel}
 * makes a spectrogram of them if asked to, and {@link org.selfsup.augment.WaveViews} puts the
 * results into batches.
 */
@NullMarked
package org.selfsup.augment;

import org.jspecify.annotations.NullMarked;
