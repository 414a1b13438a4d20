package org.selfsup.contrastive;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.selfsup.testing.AgreementContract;

/** What the contrastive methods' tests compared with references. */
@Order(Integer.MAX_VALUE)
class AgreementTest extends AgreementContract {

    @Override
    protected List<String> groups() {
        return List.of("training_trace");
    }

    @Override
    protected Map<String, String> notCompared() {
        return Map.of();
    }
}
