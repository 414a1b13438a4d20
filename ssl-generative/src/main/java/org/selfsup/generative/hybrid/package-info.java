/**
 * Methods that are of two kinds at once: autoregressive autoencoders and language models of any
 * order, autoregressive flows over graphs.
 */
@NullMarked
package org.selfsup.generative.hybrid;

import org.jspecify.annotations.NullMarked;
