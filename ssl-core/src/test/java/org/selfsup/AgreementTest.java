package org.selfsup;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.selfsup.testing.AgreementContract;

/** What core's tests compared with references. */
@Order(Integer.MAX_VALUE)
class AgreementTest extends AgreementContract {

    @Override
    protected List<String> groups() {
        return List.of(
                "adversarial",
                "contrastive_losses",
                "encoders",
                "generative",
                "heads",
                "image_ops",
                "mi_graph",
                "optim_schedules");
    }

    @Override
    protected Map<String, String> notCompared() {
        String generative = "compared in ssl-generative";
        String inner = "a value inside the loss; result and gradients are compared";
        return Map.ofEntries(
                entry("generative (affine|additive)_coupling\\..*/.*", generative),
                entry("generative masked_affine\\..*/.*", generative),
                entry("generative actnorm\\..*/.*", generative),
                entry("generative invertible_1x1\\..*/.*", generative),
                entry("generative planar_flow\\..*/.*", generative),
                entry("generative rational_quadratic_spline\\..*/.*", generative),
                entry("generative squeeze/.*", generative),
                entry("generative checkerboard_mask/.*", generative),
                entry("generative (gated_)?pixelcnn_.*/.*", generative),
                entry(
                        "generative beta_tc_vae\\..*/loss_mss_quirk",
                        "stratified weights of pythae and of the authors' code fill the wrong"
                                + " entries; ours are the weighted ones"),
                entry(
                        "generative iwae\\..*/pythae_surrogate",
                        "its gradient is the bound's and is compared, its value is none"),
                entry(
                        "contrastive_losses supcon\\..*/.*_in.*",
                        "solo-learn sums over positives inside of the logarithm; ours, like"
                                + " SupContrast's, is the paper's L_out"),
                entry("contrastive_losses infonce_queue\\..*/logits", inner),
                entry("contrastive_losses instance_discrimination_softmax\\..*/logits", inner),
                entry(
                        "encoders resnet.*/after.bn1.num_batches_tracked",
                        "torch counts batches for a BatchNorm without momentum; ours always has one"),
                entry(
                        "mi_graph gcn.c_self_loops/adjacency_hat_plain",
                        "the literal A + I; like torch_geometric, an existing loop is kept"));
    }
}
