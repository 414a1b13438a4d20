package org.selfsup.augment;

/** A crop with as many rows as columns. */
interface SquareCrop extends Crop {

    /** Rows and columns of the result. */
    int size();

    @Override
    default int height() {
        return size();
    }

    @Override
    default int width() {
        return size();
    }
}
