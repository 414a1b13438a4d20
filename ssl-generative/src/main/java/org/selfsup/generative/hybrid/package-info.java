/**
 * Methods that are of two kinds at once: autoregressive autoencoders, autoregressive flows over
 * graphs.
 */
@NullMarked
package org.selfsup.generative.hybrid;

import org.jspecify.annotations.NullMarked;
