package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.loss.SupConLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;

/** With three views; two are SimCLR. */
class SupConTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new SupCon(
                ConvNet.of(8, 16), Heads.mlp(Heads.Norm.HIDDEN, 16, 8), new SupConLoss(0.5f));
    }

    @Override
    protected Views<Image> views() {
        return new ImageViews(3, Collections.nCopies(3, SimClrAugmentation.CIFAR10.pipeline()));
    }

    @Test
    void withTwoViewsItIsSimClr() throws IOException {
        Views<Image> two = SimClrAugmentation.CIFAR10.views();
        PretextTask simClr =
                new SimClr(
                        ConvNet.of(8, 16),
                        Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                        new NtXentLoss(0.5f));
        try (AtRest mine = new AtRest(task(), samples(), two, batch(), 1);
                AtRest theirs = new AtRest(simClr, samples(), two, batch(), 1)) {
            assertThat(mine.reports.get(0).loss())
                    .isCloseTo(theirs.reports.get(0).loss(), within(1e-5));
        }
    }

    @Test
    void oneViewIsRefused() throws IOException {
        try (AtRest run = new AtRest(task(), samples(), views(), batch(), 1)) {
            NDList one = new NDList(run.batches.get(0).get(0));
            assertThatThrownBy(() -> run.loss(one))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("two views at least");
        }
    }
}
