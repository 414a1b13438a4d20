/**
 * Is it any good? Probes of frozen features, classifiers' accuracy, scores of generated samples.
 */
@NullMarked
package org.selfsup.eval;

import org.jspecify.annotations.NullMarked;
