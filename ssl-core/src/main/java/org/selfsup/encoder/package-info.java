/** Encoders and heads as DJL blocks. */
@NullMarked
package org.selfsup.encoder;

import org.jspecify.annotations.NullMarked;
