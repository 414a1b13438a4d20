/** Words and their contexts: vectors learnt by predicting one from the other. */
@NullMarked
package org.selfsup.generative.context;

import org.jspecify.annotations.NullMarked;
