/**
 * The thin layer over DJL and libtorch: operators with autograd, gradient mode, seeding,
 * safetensors, native memory, devices.
 */
@NullMarked
package org.selfsup.engine;

import org.jspecify.annotations.NullMarked;
