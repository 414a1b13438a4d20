package org.selfsup.generative;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.selfsup.testing.AgreementContract;

/** What the generative methods' tests compared with references. */
@Order(Integer.MAX_VALUE)
class AgreementTest extends AgreementContract {

    private static final String HERE =
            "(affine|additive)_coupling\\.|masked_affine\\.|actnorm\\.|invertible_1x1\\."
                    + "|planar_flow\\.|rational_quadratic_spline\\.|squeeze/|checkerboard_mask/|(gated_)?pixelcnn_"
                    + "|wavenet_block\\.";

    @Override
    protected List<String> groups() {
        return List.of("generative");
    }

    @Override
    protected Map<String, String> notCompared() {
        return Map.of(
                "generative (?!" + HERE + ").*/.*",
                "see ssl-core",
                "generative actnorm\\..*/[st]",
                "normflows starts from the unbiased variance; ours is Glow's biased one",
                "generative planar_flow\\..*/.*",
                "a planar flow has no inverse in closed form, which all flows here have",
                "generative rational_quadratic_spline\\.unit_interval/.*",
                "a spline of [0, 1] with slopes of its ends; ours go on as the identity",
                "generative pixelcnn_mask\\..*_interleaved/mask",
                "the colours in turn; ours stand in blocks",
                "generative squeeze/y_tf_order",
                "the order of TensorFlow; ours is torch's");
    }
}
