/**
 * Normalizing flows: invertible networks whose density is exact.
 *
 * <p>A {@link org.selfsup.generative.flow.Flow} maps samples to latent codes and back and knows the
 * determinant of what it does. Flows are parts of flows; a method is a flow and a prior.
 */
@NullMarked
package org.selfsup.generative.flow;

import org.jspecify.annotations.NullMarked;
