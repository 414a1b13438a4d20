package org.selfsup.encoder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A file in the format of {@code torch.jit.script(net).save(file)}, written by hand: a convolution,
 * a BatchNorm, ReLU, the mean over all places, and dropout 0.5.
 */
final class TorchArchive {

    private static final String CODE =
            """
            class Norm(Module):
              __parameters__ = ["weight", "bias", ]
              __buffers__ = ["running_mean", "running_var", "num_batches_tracked", ]
              weight : Tensor
              bias : Tensor
              running_mean : Tensor
              running_var : Tensor
              num_batches_tracked : Tensor
              training : bool
              def forward(self: __torch__.Norm,
                x: Tensor) -> Tensor:
                if self.training:
                  _0 = torch.add_(self.num_batches_tracked, 1)
                else:
                  pass
                y = torch.batch_norm(x, self.weight, self.bias, self.running_mean, self.running_var, self.training, 0.1, 1e-05, True)
                return y
            class Net(Module):
              __parameters__ = ["weight", ]
              __buffers__ = []
              weight : Tensor
              training : bool
              bn : __torch__.Norm
              def forward(self: __torch__.Net,
                x: Tensor) -> Tensor:
                y = torch.conv2d(x, self.weight, None, [1, 1], [1, 1], [1, 1], 1)
                z = torch.relu((self.bn).forward(y, ))
                return torch.dropout(torch.mean(z, [2, 3]), 0.5, self.training)
            """;

    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    private final List<byte[]> storages = new ArrayList<>();
    private final Random random = new Random(5);

    private TorchArchive() {}

    /** (n, 3, h, w) to (n, 8). */
    static void write(Path file) throws IOException {
        TorchArchive archive = new TorchArchive();
        archive.module();
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            store(zip, "data.pkl", archive.pickle.toByteArray());
            store(zip, "code/__torch__.py", CODE.getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "version", "6\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < archive.storages.size(); i++) {
                store(zip, "data/" + i, archive.storages.get(i));
            }
        }
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.setLevel(0);
        zip.putNextEntry(new ZipEntry("net/" + name));
        zip.write(content);
        zip.closeEntry();
    }

    private void module() {
        text("\u0080\u0002");
        begin("Net");
        tensor("weight", true, 0, 8, 3, 3, 3);
        string("bn");
        begin("Norm");
        tensor("weight", true, 1, 8);
        tensor("bias", true, 0, 8);
        tensor("running_mean", false, 0, 8);
        tensor("running_var", false, 2, 8);
        count("num_batches_tracked");
        end();
        end();
        text(".");
    }

    private void begin(String type) {
        text("c__torch__\n" + type + "\n)\u0081}(");
        string("training");
        text("\u0088"); // as Python leaves it
    }

    private void end() {
        text("ub");
    }

    private void tensor(String name, boolean trained, float mean, int... shape) {
        int size = 1;
        for (int side : shape) {
            size *= side;
        }
        ByteBuffer values = ByteBuffer.allocate(4 * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            values.putFloat(mean + 0.3f * (float) random.nextGaussian());
        }
        rebuild(name, "FloatStorage", values.array(), size, trained, shape);
    }

    private void count(String name) {
        rebuild(name, "LongStorage", new byte[8], 1, false);
    }

    private void rebuild(
            String name, String type, byte[] values, int size, boolean trained, int... shape) {
        string(name);
        text("ctorch._utils\n_rebuild_tensor_v2\n((");
        string("storage");
        text("ctorch\n" + type + "\n");
        string(String.valueOf(storages.size()));
        string("cpu");
        number(size);
        text("tQ"); // a storage by its name
        number(0);
        text("(");
        for (int side : shape) {
            number(side);
        }
        text("t(");
        int stride = size;
        for (int side : shape) {
            stride /= side;
            number(stride);
        }
        text("t" + (trained ? "\u0088" : "\u0089") + "ccollections\nOrderedDict\n)RtR");
        storages.add(values);
    }

    private void string(String value) {
        text("X" + (char) value.length() + "\0\0\0" + value);
    }

    private void number(int value) {
        text("J");
        pickle.writeBytes(
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private void text(String bytes) {
        pickle.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
