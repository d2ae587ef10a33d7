/** The disk for Hyper-V. */
package org.distroc.format.vhdx;
