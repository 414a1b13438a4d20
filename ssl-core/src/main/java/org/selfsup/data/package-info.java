/** Samples and where they come from, and the parallel loader that turns them into batches. */
@NullMarked
package org.selfsup.data;

import org.jspecify.annotations.NullMarked;
