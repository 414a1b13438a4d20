/** Instance discrimination: views of one sample attract, views of different samples repel. */
@NullMarked
package org.selfsup.contrastive.instance;

import org.jspecify.annotations.NullMarked;
