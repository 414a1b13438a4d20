/** Contrast of texts, with one another and with their parts. */
@NullMarked
package org.selfsup.contrastive.text;

import org.jspecify.annotations.NullMarked;
