/** Random transformations of one sample, their composition, and the views a task sees. */
@NullMarked
package org.selfsup.augment;

import org.jspecify.annotations.NullMarked;
