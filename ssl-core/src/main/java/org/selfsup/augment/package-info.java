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
 * <p>Graphs: {@link org.selfsup.augment.GraphTransform}s make changed graphs, {@link
 * org.selfsup.augment.GraphViews} puts them together into batches.
 *
 * <p>Text: {@link org.selfsup.augment.TokenTransform}s change a {@link
 * org.selfsup.augment.TokenSequence} in place, a {@link org.selfsup.augment.TokenMasking} chooses
 * what is to be predicted, and views put the results into INT64 arrays.
 *
 * <p>Sound: a {@link org.selfsup.augment.Segment} cuts samples out of a waveform, {@link
 * org.selfsup.augment.WaveTransform}s change them in place, {@link org.selfsup.augment.LogMel}
 * makes a spectrogram of them if asked to, and {@link org.selfsup.augment.WaveViews} puts the
 * results into batches.
 */
@NullMarked
package org.selfsup.augment;

import org.jspecify.annotations.NullMarked;
