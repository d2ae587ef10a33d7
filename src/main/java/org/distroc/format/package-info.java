/**
 * What an image format is, and the small types that its parts are made of. Each format has a
 * package of its own below this one, and its templates under {@code templates/format/NAME}; {@code
 * format.catalogue} lists them.
 */
package org.distroc.format;
