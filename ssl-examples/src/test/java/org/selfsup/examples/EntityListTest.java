package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.augment.TokenSequence;
import org.selfsup.data.Tokens;
import org.selfsup.data.WordTokenizer;

class EntityListTest {

    private static final String PLAY =
            """
            First Citizen:
            Speak, all of you, for all hear Romeo.

            All:
            Speak.

            ROMEO:
            This is said:
            I am here.

            """
                    .repeat(3);

    private static final WordTokenizer TOKENIZER = WordTokenizer.of(PLAY, 1, true);

    @TempDir private Path directory;

    @Test
    void speakersStandAloneBeforeAColonAndAreNoCommonWords() {
        assertThat(EntityList.speakers(PLAY)).containsExactly("First Citizen", "ROMEO");
        assertThat(EntityList.speakers("ROMEO:\nI am here.\n")).isEmpty(); // once
    }

    @Test
    void namesAreFoundWhereverTheyStand() throws IOException {
        Path play = Files.writeString(directory.resolve("play.txt"), PLAY);
        TokenSequence sequence = new TokenSequence();
        int[] tokens = TOKENIZER.encode("Romeo : hear the first citizen");
        sequence.set(new Tokens(tokens));
        assertThat(EntityList.open(null, "text:" + play, TOKENIZER).find(sequence))
                .containsExactly(0, 1, 4, 6);
        Path list = Files.writeString(directory.resolve("list"), "hear\nspeak\n\nRomeo\nAll\n\n");
        assertThat(EntityList.open(list, "text:" + play, TOKENIZER).find(sequence))
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void tooFewNamesAreRefused() throws IOException {
        Path list = Files.writeString(directory.resolve("list"), "Romeo\nMercutio\n");
        assertThatThrownBy(() -> EntityList.open(list, "toy-text", TOKENIZER))
                .hasMessageContaining("list names 1 entities of a kind")
                .hasMessageContaining("--entities FILE");
        assertThatThrownBy(() -> EntityList.open(directory.resolve("none"), "toy-text", TOKENIZER))
                .hasMessageContaining("none: no such file");
    }
}
