/** Losses as small records on NDArrays, usable alone. */
@NullMarked
package org.selfsup.loss;

import org.jspecify.annotations.NullMarked;
