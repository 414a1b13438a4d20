package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;

class PlacesTest {

    private final NDManager manager = LibTorch.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray numbers(int rows, long... values) {
        return manager.create(values, new Shape(rows, values.length / rows));
    }

    @Test
    void markedPlacesComeInOrderAndFewerAreFilledUp() {
        Places places = Places.where(numbers(3, 0, 1, 0, 7, 0, 0, 1, 0, 0, 0, 0, 0));
        assertThat(places.at().getShape()).isEqualTo(new Shape(3, 2));
        assertThat(places.at().get(0).toLongArray()).containsExactly(1, 3);
        assertThat(places.at().getLong(1, 0)).isEqualTo(2);
        assertThat(places.counted().toBooleanArray())
                .containsExactly(true, true, true, false, false, false);
    }

    @Test
    void numbersAndFeaturesAreFoundAndPutThere() {
        NDArray x = numbers(2, 10, 11, 12, 13, 20, 21, 22, 23);
        Places places = Places.where(numbers(2, 0, 1, 0, 1, 0, 0, 1, 0));
        assertThat(places.of(x).get(0).toLongArray()).containsExactly(11, 13);
        assertThat(places.of(x).getLong(1, 0)).isEqualTo(22);
        NDArray features = x.expandDims(2).concat(x.neg().expandDims(2), 2);
        assertThat(places.of(features).get(0).toLongArray()).containsExactly(11, -11, 13, -13);
        assertThat(places.put(x, numbers(2, 1, 2, 3, 4)).toLongArray())
                .containsExactly(10, 1, 12, 2, 20, 21, 3, 23);
        assertThat(x.toLongArray()).containsExactly(10, 11, 12, 13, 20, 21, 22, 23);
    }

    @Test
    void whereNothingIsMarkedNothingIsPut() {
        NDArray x = numbers(2, 1, 2, 3, 4);
        Places none = Places.where(x.zerosLike());
        assertThat(none.at().getShape()).isEqualTo(new Shape(2, 1));
        assertThat(none.put(x, numbers(2, 9, 9)).toLongArray()).containsExactly(1, 2, 3, 4);
    }
}
