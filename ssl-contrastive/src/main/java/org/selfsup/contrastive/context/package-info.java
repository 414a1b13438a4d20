/** Context-instance contrast of pictures: how parts belong to the whole, told as a puzzle. */
@NullMarked
package org.selfsup.contrastive.context;

import org.jspecify.annotations.NullMarked;
