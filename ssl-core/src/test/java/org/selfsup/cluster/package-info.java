@NullMarked
package org.selfsup.cluster;

import org.jspecify.annotations.NullMarked;
