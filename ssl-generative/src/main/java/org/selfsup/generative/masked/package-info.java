/** Masked models: what is hidden of a sample is predicted from the rest. */
@NullMarked
package org.selfsup.generative.masked;

import org.jspecify.annotations.NullMarked;
