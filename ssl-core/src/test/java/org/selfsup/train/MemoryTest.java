package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.data.Randomness;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.Golden;

class MemoryTest {

    private final NDManager manager = LibTorch.newManager(Device.cpu());
    private final Autograd off = Autograd.off();

    @AfterEach
    void close() {
        off.close();
        manager.close();
    }

    @Test
    void rowsStartWithLengthOne() {
        NDArray rows = start(new Queue(50, 7)).rows();
        assertThat(rows.getShape()).isEqualTo(new Shape(50, 7));
        for (float length : rows.square().sum(new int[] {1}).toFloatArray()) {
            assertThat(length).isCloseTo(1, within(1e-5f));
        }
    }

    @Test
    void theNewestTakeThePlaceOfTheOldest() {
        Queue queue = start(new Queue(5, 1));
        queue.enqueue(column(1, 2, 3));
        queue.enqueue(column(4, 5, 6, 7));
        assertThat(queue.rows().toFloatArray()).containsExactly(6, 7, 3, 4, 5);
        queue.enqueue(column(8, 9, 10, 11, 12));
        assertThat(queue.rows().toFloatArray()).containsExactly(11, 12, 8, 9, 10);
    }

    @Test
    void aHistoryKeepsSamplesWhileThereIsRoomAndThenExchangesHalfOfThem() {
        History history = start(new History(4, new Shape(2)));
        RandomGenerator random = Randomness.at(3);
        NDArray some = manager.create(new float[] {1, 1, 2, 2, 3, 3}, new Shape(3, 2));
        assertThat(history.exchange(some, random).toFloatArray()).containsExactly(1, 1, 2, 2, 3, 3);
        assertThat(history.rows().toFloatArray()).containsExactly(1, 1, 2, 2, 3, 3, 0, 0);
        int old = 0;
        for (int i = 4; i < 304; i++) {
            float[] before = history.rows().toFloatArray();
            NDArray next = manager.create(new float[] {i, i}, new Shape(1, 2));
            float returned = history.exchange(next, random).toFloatArray()[1];
            if (i > 4 && returned != i) {
                old++;
                assertThat(before).as("one of those that were kept").contains(returned);
                assertThat(history.rows().toFloatArray()).contains(i).doesNotContain(returned);
            }
        }
        assertThat(old).isBetween(115, 185);
    }

    @Test
    void aHistoryOfOtherSamplesIsRefused() {
        History history = start(new History(4, new Shape(2, 3)));
        assertThatThrownBy(() -> history.exchange(column(1, 2), Randomness.at(0)))
                .hasMessage("This history keeps samples of (2, 3), got (2, 1)");
    }

    @Test
    void aBatchLongerThanTheQueueIsRefused() {
        Queue queue = start(new Queue(2, 1));
        assertThatThrownBy(() -> queue.enqueue(column(1, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("up to 2 embeddings of 1 dimensions, got (3, 1)");
        assertThatThrownBy(() -> new Queue(0, 3)).hasMessageContaining("0 x 3");
    }

    @Test
    void rowsOfSamplesMoveTowardsTheirEmbeddings() {
        MemoryBank bank = start(new MemoryBank(4, 2));
        float[] before = bank.rows().toFloatArray();
        NDArray z = manager.create(new float[] {0, 1, 1, 0}, new Shape(2, 2));
        bank.update(new int[] {3, 1}, z, 0.5);
        float[] after = bank.rows().toFloatArray();
        assertThat(Arrays.copyOf(after, 2)).containsExactly(before[0], before[1]);
        assertThat(Arrays.copyOfRange(after, 4, 6)).containsExactly(before[4], before[5]);
        double x = 0.5 * before[6];
        double y = 0.5 * before[7] + 0.5;
        double length = Math.sqrt(x * x + y * y);
        assertThat((double) after[6]).isCloseTo(x / length, within(1e-6));
        assertThat((double) after[7]).isCloseTo(y / length, within(1e-6));
        assertThat(bank.rows(3).toFloatArray()).containsExactly(after[6], after[7]);
    }

    /** lightly's MemoryBankModule, golden group contrastive_losses. */
    @Test
    void theQueueAgreesWithTheReference() {
        Golden golden = Golden.open("contrastive_losses", Queue.class);
        String name = "infonce_queue.update/";
        Queue queue = start(new Queue(12, 3));
        queue.rows().set(new NDIndex("..."), array(golden, name + "queue_0"));
        NDList rows = new NDList();
        long[] places = new long[4];
        for (int step = 0; step < places.length; step++) {
            queue.enqueue(array(golden, name + "keys").get(step));
            rows.add(queue.rows().duplicate());
            places[step] =
                    (long) StateDict.parameters(queue).get("next").getArray().toFloatArray()[0];
        }
        golden.assertClose(name + "queue_after", NDArrays.stack(rows).toFloatArray());
        golden.assertEqual(name + "ptr_after", places);
    }

    /** The update of lemniscate.pytorch's LinearAverage and NCEAverage, same group. */
    @ParameterizedTest
    @CsvSource({"softmax.a, y, 0.5", "softmax.b, y, 0.9", "nce.a, idx, 0.5", "nce.b, idx, 0.9"})
    void theBankAgreesWithTheReference(String name, String own, double momentum) {
        Golden golden = Golden.open("contrastive_losses", MemoryBank.class);
        String prefix = "instance_discrimination_" + name + "/";
        NDArray memory = array(golden, prefix + "memory");
        NDArray x = array(golden, prefix + "x");
        MemoryBank bank =
                start(
                        new MemoryBank(
                                (int) memory.getShape().get(0), (int) memory.getShape().get(1)));
        bank.rows().set(new NDIndex("..."), memory);
        int n = (int) x.getShape().get(0);
        long[] index = golden.longs(prefix + own); // the sample's own one is the first of its row
        int[] samples = new int[n];
        Arrays.setAll(samples, i -> (int) index[i * (index.length / n)]);
        bank.update(samples, x, momentum);
        golden.assertClose(prefix + "memory_after", bank.rows().toFloatArray());
    }

    private NDArray array(Golden golden, String tensor) {
        return manager.create(golden.floats(tensor), new Shape(golden.shape(tensor)));
    }

    @Test
    void unknownSamplesAreRefused() {
        MemoryBank bank = start(new MemoryBank(4, 2));
        assertThatThrownBy(() -> bank.rows(4)).hasMessageContaining("0 to 3, got 4");
        assertThatThrownBy(() -> bank.update(new int[] {1}, column(1, 2), 0.5))
                .hasMessageContaining("(1, 2), got (2, 1)");
    }

    @Test
    void featuresAreKeptAsTheyAreAndZerosMeanUnseen() {
        FeatureBank bank = start(new FeatureBank(5, 2));
        assertThat(bank.seen().samples()).isEmpty();
        bank.put(new int[] {4, 1}, manager.create(new float[] {3, 0, 0, 7}, new Shape(2, 2)));
        assertThat(bank.seen().samples()).containsExactly(1, 4);
        assertThat(bank.seen().rows()).containsExactly(0, 7, 3, 0);
        assertThatThrownBy(() -> bank.put(new int[] {5}, manager.ones(new Shape(1, 2))))
                .hasMessageContaining("0 to 4, got 5");
        assertThatThrownBy(() -> bank.put(new int[] {1}, column(1, 2)))
                .hasMessageContaining("(1, 2), got (2, 1)");
    }

    private <B extends Block> B start(B block) {
        Initialization.initialize(block, 3, manager, new Shape(1));
        return block;
    }

    private NDArray column(float... values) {
        return manager.create(values, new Shape(values.length, 1));
    }
}
