@NullMarked
package org.selfsup.engine;

import org.jspecify.annotations.NullMarked;
