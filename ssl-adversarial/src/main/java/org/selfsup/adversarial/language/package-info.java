/** Generative-contrastive methods on text: which tokens are not those of the text? */
@NullMarked
package org.selfsup.adversarial.language;

import org.jspecify.annotations.NullMarked;
