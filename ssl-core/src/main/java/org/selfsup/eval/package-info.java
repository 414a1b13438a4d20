/** Is it any good? k-NN and linear probes of frozen features. */
@NullMarked
package org.selfsup.eval;

import org.jspecify.annotations.NullMarked;
