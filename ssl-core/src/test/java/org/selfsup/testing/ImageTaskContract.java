package org.selfsup.testing;

import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;

/** What every method on pictures must keep, with a few shapes seen as SimCLR sees them. */
public abstract class ImageTaskContract extends PretextTaskContract<Image> {

    @Override
    protected Samples<Image> samples() {
        return Shapes.generate(32, 8, 1).train();
    }

    @Override
    protected Views<Image> views() {
        return SimClrAugmentation.CIFAR10.views();
    }
}
