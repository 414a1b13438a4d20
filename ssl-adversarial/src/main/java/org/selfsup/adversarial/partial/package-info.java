/** Generative-contrastive methods that generate what is missing of an input. */
@NullMarked
package org.selfsup.adversarial.partial;

import org.jspecify.annotations.NullMarked;
