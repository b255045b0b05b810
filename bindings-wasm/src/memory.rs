//! Memory that grows by a quarter of itself.
//!
//! The standard library's allocator asks the page for 64 KB at a time, and browsers answer many growths with a
//! full garbage collection each: a call with a million rows spent most of its time there.

use std::alloc::{GlobalAlloc, Layout, System};
use std::arch::wasm32;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const PAGE: usize = 65_536;

/// The system's allocator, which is given more whenever it has just grown.
struct Growing {
    /// Pages, as last seen.
    pages: AtomicUsize,
}

#[global_allocator]
static GROWING: Growing = Growing { pages: AtomicUsize::new(0) };

impl Growing {
    /// Takes a quarter of the memory and gives it back at once: it stays at hand. Where there is not so much, nothing
    /// is lost.
    fn reserve(&self) {
        let pages = wasm32::memory_size(0);
        if self.pages.swap(pages, Relaxed) == pages {
            return;
        }
        let Ok(quarter) = Layout::from_size_align((pages / 4).max(1) * PAGE, 8) else { return };
        #[expect(unsafe_code, reason = "an allocator is asked and given back to")]
        // SAFETY: the layout has a size above zero, and what it is given goes back with the same layout.
        unsafe {
            let taken = System.alloc(quarter);
            if !taken.is_null() {
                System.dealloc(taken, quarter);
            }
        }
        self.pages.store(wasm32::memory_size(0), Relaxed);
    }
}

#[expect(unsafe_code, reason = "the trait of allocators is unsafe")]
// SAFETY: every request goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Growing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps to the contract, which is the same.
        let taken = unsafe { System.alloc(layout) };
        self.reserve();
        taken
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        let taken = unsafe { System.alloc_zeroed(layout) };
        self.reserve();
        taken
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        let taken = unsafe { System.realloc(pointer, layout, size) };
        self.reserve();
        taken
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) };
    }
}
