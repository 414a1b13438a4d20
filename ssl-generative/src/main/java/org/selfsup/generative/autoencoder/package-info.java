/**
 * Autoencoders: what is small enough to pass through a narrow place and good enough to come back.
 */
@NullMarked
package org.selfsup.generative.autoencoder;

import org.jspecify.annotations.NullMarked;
