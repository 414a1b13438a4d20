/** Generative-contrastive methods that generate complete inputs. */
@NullMarked
package org.selfsup.adversarial.complete;

import org.jspecify.annotations.NullMarked;
