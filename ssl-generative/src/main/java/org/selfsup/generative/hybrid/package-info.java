/** Methods that are autoregressive and something else besides. */
@NullMarked
package org.selfsup.generative.hybrid;

import org.jspecify.annotations.NullMarked;
