/** What the tests of every module share. */
@NullMarked
package org.selfsup.testing;

import org.jspecify.annotations.NullMarked;
