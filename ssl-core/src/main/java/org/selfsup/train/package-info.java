/** Pretext tasks, the one training loop, optimizers, schedules and checkpoints. */
@NullMarked
package org.selfsup.train;

import org.jspecify.annotations.NullMarked;
