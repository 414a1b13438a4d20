@NullMarked
package org.selfsup.encoder;

import org.jspecify.annotations.NullMarked;
