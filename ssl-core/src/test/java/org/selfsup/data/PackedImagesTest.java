package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackedImagesTest {

    private final byte[] pixels = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

    @Test
    void picturesAreWindowsOfTheArray() {
        PackedImages images = new PackedImages(pixels, 1, 2, 3);
        assertThat(images.size()).isEqualTo(2);
        assertThat(images.get(1).pixels()).isSameAs(pixels);
        assertThat(images.get(1).at(0, 1, 2)).isEqualTo(11);
        assertThat(images.labels()).isEmpty();
        assertThatThrownBy(() -> images.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void partialPicturesAndWrongLabelCountsAreRefused() {
        assertThatThrownBy(() -> new PackedImages(pixels, 5, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Pictures of 5 x 1 x 1 take 5 bytes each, and 12 bytes are not a whole number of them");
        Labels one = new Labels(new int[] {0}, List.of("a"));
        assertThatThrownBy(() -> new PackedImages(pixels, 2, 3, 1, one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There are 2 pictures but 1 labels; give one each");
    }
}
