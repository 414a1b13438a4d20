/**
 * Encoders and heads as DJL blocks, their first values, and their parameters under PyTorch's names.
 *
 * <p>Every block takes one float32 array and gives one; n, the batch, comes first. Those on graphs
 * take the edges beside the nodes, see {@link org.selfsup.encoder.GraphLayer}; a {@link
 * org.selfsup.encoder.Recurrent} gives its states too; an embedding takes indices of type int64,
 * and a {@link org.selfsup.encoder.Transformer} perhaps a mask beside its input. Intermediate
 * arrays are closed as soon as they have been read, and nothing stays on the parameters' manager.
 * Input that does not fit is refused with an {@code IllegalArgumentException}.
 */
@NullMarked
package org.selfsup.encoder;

import org.jspecify.annotations.NullMarked;
