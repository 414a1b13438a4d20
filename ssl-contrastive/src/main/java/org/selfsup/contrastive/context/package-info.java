/**
 * Context and instance: parts of a sample belong to its whole, to its other parts, to its place.
 */
@NullMarked
package org.selfsup.contrastive.context;

import org.jspecify.annotations.NullMarked;
