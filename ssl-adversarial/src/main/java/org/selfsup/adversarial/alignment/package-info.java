/** Generative-contrastive methods that align one domain with another. */
@NullMarked
package org.selfsup.adversarial.alignment;

import org.jspecify.annotations.NullMarked;
