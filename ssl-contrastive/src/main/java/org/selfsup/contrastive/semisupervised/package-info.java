/** Few labels and many samples without: what pre-training is for. */
@NullMarked
package org.selfsup.contrastive.semisupervised;

import org.jspecify.annotations.NullMarked;
