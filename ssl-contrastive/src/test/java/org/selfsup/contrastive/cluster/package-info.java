@NullMarked
package org.selfsup.contrastive.cluster;

import org.jspecify.annotations.NullMarked;
