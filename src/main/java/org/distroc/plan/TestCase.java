package org.distroc.plan;

import java.util.Optional;
import org.distroc.format.ImageFormat;
import org.distroc.spec.BootTest;

/**
 * One boot: a test on a machine.
 *
 * @param name the distribution, the test and the variant: {@code tiny}, {@code tiny/echo}, {@code
 *     tiny/echo[memory=32M,format=kernel]}
 * @param folder a safe file name that differs from those of the distribution's other cases
 * @param format what is booted; the most complete of what was built if empty
 */
public record TestCase(
    String name, String folder, BootTest test, Machine machine, Optional<ImageFormat> format) {}
