/** A CD image that ISOLINUX starts on a PC with a BIOS. */
package org.distroc.format.iso;
