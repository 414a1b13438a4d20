package org.selfsup.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.selfsup.testing.TroubleshootingPage;

class TroubleshootingTest {

    @Test
    void everyAnchorIsASectionOfThePageAndTheOtherWayRound() {
        assertThat(new TroubleshootingPage().anchors())
                .containsExactlyElementsOf(
                        Stream.of(Troubleshooting.values()).map(Troubleshooting::anchor).toList());
    }

    @Test
    void aMessageEndsByPointingToItsSection() {
        assertThat(Troubleshooting.ANOTHER_RUN.of("No"))
                .isEqualTo("No (see docs/troubleshooting.md#another-run)");
    }
}
